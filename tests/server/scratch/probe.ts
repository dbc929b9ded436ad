import { testServer } from '../support/test-server.ts';
import { newCouple, newPerson, call, envelope } from '../support/people.ts';
import { randomUUID } from 'node:crypto';
await using server = await testServer({ ATTEMPTS_PER_ACCOUNT: '3' });
const couple = await newCouple(server.url);
const stranger = await newPerson(server.url);
const { first, second } = couple;
const show = async (label: string, r: Response) => console.log(label, r.status, (await r.text()).slice(0, 300));
const raw = (body: string | Uint8Array, q = 'grant_type=password', ct = 'application/json') =>
  fetch(`${server.url}/auth/v1/token?${q}`, { method: 'POST', headers: { 'content-type': ct }, body: body as BodyInit });
const tries: [string, () => Promise<Response>][] = [
  ['bom', () => raw('\ufeff' + JSON.stringify({ email: first.email, password: first.password }))],
  ['padded', () => raw(JSON.stringify({ email: first.email + ' '.repeat(400), password: first.password }))],
  ['form', () => raw(new URLSearchParams({ email: first.email, password: first.password }).toString(), undefined, 'application/x-www-form-urlencoded')],
  ['EMAIL', () => raw(JSON.stringify({ email: 'z@example.org', EMAIL: first.email, password: first.password }))],
  ['double grant', () => raw(JSON.stringify({ email: first.email, password: first.password, refresh_token: 'x' }), 'grant_type=refresh_token&grant_type=password')],
  ['tab', () => raw(JSON.stringify({ email: '\t' + first.email + '\n', password: first.password }))],
  ['nul', () => raw(JSON.stringify({ email: first.email + '\u200b', password: first.password }))],
  ['arr', () => raw(JSON.stringify({ email: [first.email], password: first.password }))],
  ['utf16', () => raw(Buffer.from(JSON.stringify({ email: first.email, password: first.password }), 'utf16le'), undefined, 'application/json; charset=utf-16le')],
];
for (const [n, f] of tries) await show(n, await f());
// profiles
for (const [p, path] of [['auth','users'],['private','peppers'],['pg_catalog','pg_authid'],['information_schema','tables']])
  for (const t of [null, stranger.token])
  await show(`profile ${p}`, await fetch(`${server.url}/rest/v1/${path}`, { headers: { 'accept-profile': p!, 'content-profile': p!, ...(t ? { authorization: `Bearer ${t}` } : {}) } }));
for (const fn of ['apply_grants','fail','readable_spaces','me','lock_check_in'])
  await show(`rpc private.${fn}`, await fetch(`${server.url}/rest/v1/rpc/${fn}`, { method: 'POST', headers: { 'content-profile': 'private', 'accept-profile': 'private','content-type':'application/json', authorization: `Bearer ${stranger.token}` }, body: '{}' }));
for (const path of ['pg_authid','users','lite_migrations','schema_migrations','pg_stat_activity'])
  await show(`table ${path}`, await call(server.url, `/rest/v1/${path}`, stranger.token));
for (const path of ['pg_sleep','pg_read_file','version','current_user','set_config','query_to_xml','dblink','lo_import','pg_ls_dir','pg_terminate_backend'])
  await show(`rpc ${path}`, await call(server.url, `/rest/v1/rpc/${path}`, stranger.token, path==='pg_sleep'?{seconds:1}:{}));
for (const [m, p] of [['GET','/auth/v1//admin/users'],['GET','//auth/v1/admin/users'],['GET','/auth/v1/%61dmin/users'],['GET','/rest/v1/%2e%2e/auth/v1/admin/users'],['POST','/auth/v1/token/'],['GET','/auth/v1/user%2f..%2fadmin%2fusers'],['GET','/rest/v1/rpc/prelogi%6e?email=a@b.c'],['GET','/rest/v1;x/keyrings'],['GET','/REST/v1/keyrings'],['GET','/rest/v1\\keyrings']] as const)
  await show(`${m} ${p}`, await call(server.url, p, first.token, undefined, m));
await show('override', await fetch(`${server.url}/rest/v1/private_entries`, { method: 'POST', headers: { 'x-http-method-override': 'DELETE', 'content-type': 'application/json', authorization: `Bearer ${first.token}` }, body: '{}' }));
// user
await show('PUT user pw', await call(server.url, '/auth/v1/user', second.token, { password: 'A1a-' + 'y'.repeat(43) }, 'PUT'));
await show('PUT user email', await call(server.url, '/auth/v1/user', second.token, { email: 'evil@example.org' }, 'PUT'));
await show('PUT user kdf', await call(server.url, '/auth/v1/user', second.token, { data: { kdf: {a:1} } }, 'PUT'));
await show('recover', await call(server.url, '/auth/v1/recover', null, { email: first.email }));
await show('recover unk', await call(server.url, '/auth/v1/recover', null, { email: 'no@example.org' }));
await show('resend', await call(server.url, '/auth/v1/resend', null, { email: first.email, type: 'signup' }));
await show('resend unk', await call(server.url, '/auth/v1/resend', null, { email: 'no@example.org', type:'signup' }));
await show('anon signup', await call(server.url, '/auth/v1/signup', null, {}));
await show('dup signup', await call(server.url, '/auth/v1/signup', null, { email: first.email, password: 'A1a-' + 'z'.repeat(43) }));
await show('app_metadata signup', await call(server.url, '/auth/v1/signup', null, { email: 'adm@example.org', password: 'A1a-' + 'z'.repeat(43), role: 'service_role', app_metadata: { role: 'service_role' } }));
await show('prelogin first', await call(server.url, '/rest/v1/rpc/prelogin', null, { email: first.email }));
await show('prelogin second', await call(server.url, '/rest/v1/rpc/prelogin', null, { email: second.email }));
await show('prelogin none', await call(server.url, '/rest/v1/rpc/prelogin', null, { email: 'no@example.org' }));
// rest
const ins = (t: string, body: unknown, tok = stranger.token, q = '', prefer = '') => fetch(`${server.url}/rest/v1/${t}${q}`, { method: 'POST', headers: { 'content-type': 'application/json', prefer, authorization: `Bearer ${tok}` }, body: JSON.stringify(body) });
const checkIn = randomUUID(), doc = randomUUID();
await show('start', await call(server.url, '/rest/v1/rpc/start_check_in', first.token, { space_id: couple.spaceId, check_in_id: checkIn, document_id: doc }));
await show('stranger draft', await ins('check_in_drafts', { check_in_id: checkIn, draft_sealed: envelope() }));
await show('draft other author', await ins('check_in_drafts', { check_in_id: checkIn, author_id: second.id, draft_sealed: envelope() }, first.token));
await show('second draft', await ins('check_in_drafts', { check_in_id: checkIn, author_id: second.id, draft_sealed: envelope() }, second.token));
await show('upsert other draft', await ins('check_in_drafts', { check_in_id: checkIn, author_id: second.id, draft_sealed: envelope() }, first.token, '?on_conflict=check_in_id,author_id', 'resolution=merge-duplicates'));
await show('seal first', await call(server.url, '/rest/v1/rpc/seal_answers', first.token, { check_in_id: checkIn, answers: [{ prompt: 'a', answer_sealed: envelope() }] }));
await show('answers as second', await call(server.url, '/rest/v1/check_in_answers', second.token));
await show('answers embed', await call(server.url, '/rest/v1/check_ins?select=*,check_in_answers(*),check_in_seals(*),check_in_drafts(*)', second.token));
await show('answers count', await fetch(`${server.url}/rest/v1/check_in_answers?select=count`, { headers: { authorization: `Bearer ${second.token}`, prefer: 'count=exact' } }));
await show('keyrings embed via profiles', await call(server.url, '/rest/v1/members?select=*,spaces(*)', second.token));
await show('explain', await fetch(`${server.url}/rest/v1/check_in_answers`, { headers: { accept: 'application/vnd.pgrst.plan+json; options=analyze|verbose', authorization: `Bearer ${second.token}` } }));
await show('sqli', await call(server.url, `/rest/v1/check_ins?select=id&order=id.asc;select`, second.token));
