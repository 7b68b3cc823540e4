// SPDX-License-Identifier: EUPL-1.2
// The scene of the browser tests, made through the real doors and the real API: the first fund is at work, the second is empty.
import { openHouse } from '../house.mjs';
import { bloodPressure, eventually, instant, monitoredPerson, publish, recognisedClaim, registerFamily, sentClaim, staff } from '../api/story.mjs';

const HOUR = 3600;

// A week of blood pressure with a silence of two days in it, and a last reading above the limit.
async function aWeek(house, person) {
  const at = [2, 8, 14, 20, 26, 32, 38, 88, 94, 100, 106, 112, 118, 124, 130, 136];
  for (const [n, hours] of at.entries()) await publish(house, person, bloodPressure(118 + ((n * 7) % 18), 72 + ((n * 5) % 12), { t: instant(-hours * HOUR) }));
  await publish(house, person, bloodPressure(192, 84));
}

export async function setStage() {
  const house = await openHouse({ parts: ['broker'], seed: 'empty' });
  const daughter = await registerFamily(house, 'figlia');
  const mother = await registerFamily(house, 'madre', { mandateTo: daughter.username });
  const patient = await monitoredPerson(house, mother);
  await eventually(() => publish(house, patient, '{"not": "a reading"}').then(() => true, () => false), 'the broker knows the device');
  await aWeek(house, patient);
  const { claim: sent } = await sentClaim(house, daughter);
  const recognised = await recognisedClaim(house, mother);
  const { claim: drafted, client } = await (async () => {
    const client = await house.client(daughter.username);
    const { body: claim } = await client.post('/api/v1/portal/claims', { person: daughter.person, plan: 'permanent-2026' });
    return { claim, client };
  })();
  const admin = await staff(house, 'admin');
  const { body: lonely } = await admin.post('/api/v1/accounts', { username: 'sola', name: 'Senza Legami', role: 'family' });
  house.logins.push({ username: 'sola', role: 'family', fund: 'first', password: lonely.oneTimePassword });
  const operator = await staff(house, 'operator');
  await eventually(async () => (await operator.get('/api/v1/worklist')).body.items.length > 0, 'the alert is on the worklist');
  return { house, daughter, mother, patient, sent: sent.id, recognised: recognised.claim, draft: drafted.id, family: client };
}
