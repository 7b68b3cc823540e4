// SPDX-License-Identifier: EUPL-1.2
// The portal of members and their families.
import { render } from 'preact';
import { portal as en, shared as enShared } from '../text/en.json';
import { portal as it, shared as itShared } from '../text/it.json';
import { startRouter } from '../ui/router';
import { boot } from '../ui/shell';
import { addTexts } from '../ui/text';
import { PortalApp } from './app';

addTexts({ ...itShared, ...it }, { ...enShared, ...en });
startRouter((path) => !path.startsWith('/staff') && !path.startsWith('/api'));
render(<PortalApp />, document.getElementById('app')!);
void boot();
