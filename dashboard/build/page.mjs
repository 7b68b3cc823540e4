// SPDX-License-Identifier: EUPL-1.2
// The one HTML page of each application: no inline script or style, and useful words when scripts do not run (F-01).
const words = {
    portal: {
        title: 'Sostegno',
        lead: 'Questa pagina ha bisogno di JavaScript. Può fare tutto anche per telefono o su carta.',
        leadEn: 'This page needs JavaScript. You can also do everything by telephone or on paper.',
        phone: 'Telefono 800 000 000, dal lunedì al venerdì, ore 8:30–18:00. Emergenze: 112.',
    },
    staff: {
        title: 'Sostegno',
        lead: 'Questa pagina ha bisogno di JavaScript.',
        leadEn: 'This page needs JavaScript.',
        phone: 'Assistenza 800 000 000. Emergenze: 112.',
    },
};

export function pageOf({ app, script, style, icon, fonts }) {
    const text = words[app];
    const preload = fonts.filter((name) => /-(400|600)-/.test(name))
        .map((name) => `<link rel="preload" href="/assets/${name}" as="font" type="font/woff2" crossorigin>`).join('\n');
    return `<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${text.title}</title>
<link rel="icon" href="/assets/${icon}" type="image/svg+xml">
${preload}
<link rel="stylesheet" href="/assets/${style}">
<script type="module" src="/assets/${script}"></script>
</head>
<body>
<div id="app"></div>
<noscript>
<main class="plain-page">
<h1>${text.title}</h1>
<p>${text.lead}</p>
<p lang="en">${text.leadEn}</p>
<p><strong>${text.phone}</strong></p>
</main>
</noscript>
</body>
</html>
`;
}
