// SPDX-License-Identifier: EUPL-1.2
// The product's name, and where a person answers. The number is an invented one, like all data as shipped; build/page.mjs repeats it for pages without scripts.
export const PHONE = '800\u00a0000\u00a0000';
export const PHONE_LINK = 'tel:800000000';
export const PRODUCT = 'Sostegno';
