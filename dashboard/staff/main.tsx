// SPDX-License-Identifier: EUPL-1.2
// The staff application.
import { render } from 'preact';
import { staff as en, shared as enShared } from '../text/en.json';
import { staff as it, shared as itShared } from '../text/it.json';
import { startRouter } from '../ui/router';
import { boot } from '../ui/shell';
import { addTexts } from '../ui/text';
import { StaffApp } from './app';

addTexts({ ...itShared, ...it }, { ...enShared, ...en });
startRouter((path) => path.startsWith('/staff'));
render(<StaffApp />, document.getElementById('app')!);
void boot();
