// SPDX-License-Identifier: EUPL-1.2
// The staff application.
import { render } from 'preact';
import { en, it } from 'texts:staff';
import { startRouter } from '../ui/router';
import { boot } from '../ui/shell';
import { addTexts } from '../ui/text';
import { StaffApp } from './app';

addTexts(it, en);
startRouter((path) => path.startsWith('/staff'));
render(<StaffApp />, document.getElementById('app')!);
void boot();
