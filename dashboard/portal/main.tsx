// SPDX-License-Identifier: EUPL-1.2
// The portal of members and their families.
import { render } from 'preact';
import en from 'texts:portal/en';
import it from 'texts:portal/it';
import { startRouter } from '../ui/router';
import { boot } from '../ui/shell';
import { startTexts } from '../ui/text';
import { PortalApp } from './app';

startRouter((path) => !path.startsWith('/staff') && !path.startsWith('/api'));
void startTexts({ it, en }).then(() => render(<PortalApp />, document.getElementById('app')!));
void boot();
