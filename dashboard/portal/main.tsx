// SPDX-License-Identifier: EUPL-1.2
// The portal of members and their families.
import { render } from 'preact';
import { en, it } from 'texts:portal';
import { startRouter } from '../ui/router';
import { boot } from '../ui/shell';
import { addTexts } from '../ui/text';
import { PortalApp } from './app';

addTexts(it, en);
startRouter((path) => !path.startsWith('/staff') && !path.startsWith('/api'));
render(<PortalApp />, document.getElementById('app')!);
void boot();
