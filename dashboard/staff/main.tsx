// SPDX-License-Identifier: EUPL-1.2
// The staff application.
import { render } from 'preact';
import en from 'texts:staff/en';
import it from 'texts:staff/it';
import { startRouter } from '../ui/router';
import { boot } from '../ui/shell';
import { startTexts } from '../ui/text';
import { StaffApp } from './app';

startRouter((path) => path.startsWith('/staff'));
void startTexts({ it, en }).then(() => render(<StaffApp />, document.getElementById('app')!));
void boot();
