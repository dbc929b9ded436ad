/**
 * The rooms of `src` and the arrows between them (docs/architecture.md): what each room may import.
 * Packages are named where only one room may know them.
 */
const rooms = {
  domain: [],
  crypto: ['domain'],
  data: ['domain', 'crypto'],
  'collab/protocol': ['domain'],
  'collab/provider': ['domain', 'crypto', 'collab/protocol'],
  'collab/documents': ['domain', 'crypto', 'collab/protocol'],
  session: ['domain', 'crypto', 'data', 'collab'],
  features: ['domain', 'session', 'collab', 'ui'],
  ui: ['domain/failure'],
};

/** Packages that have one home. */
const homes = [
  { package: '@supabase/(supabase|auth|postgrest)-js', rooms: ['data'] },
  { package: '@hpke/core', rooms: ['crypto'] },
  { package: 'hash-wasm', rooms: ['crypto'] },
  { package: 'y-websocket', rooms: ['collab/provider'] },
  { package: 'y-indexeddb', rooms: ['collab/provider'] },
  { package: 'bits-ui', rooms: ['ui'] },
];

const lib = (path) => `^(\\$lib/|(\\.\\./)+(lib/)?)${path}(/|$)`;
const everyRoom = [...Object.keys(rooms).filter((room) => !room.startsWith('collab/')), 'collab'];

/** Imports that a file of `room` must not have, as patterns of import specifiers. */
function forbidden(room) {
  const allowed = rooms[room];
  const own = room.split('/')[0];
  const patterns = everyRoom
    .filter(
      (other) => other !== own && !allowed.some((a) => a === other || a.startsWith(`${other}/`)),
    )
    .map((other) => ({ regex: lib(other), message: `${room} may not import ${other}.` }));
  for (const part of allowed.filter((a) => a.includes('/'))) {
    const [parent, child] = part.split('/');
    if (parent === own) continue;
    patterns.push({
      regex: `^(\\$lib/|(\\.\\./)+(lib/)?)${parent}/(?!${child}(/|$))`,
      message: `${room} may import only ${part} of ${parent}.`,
    });
  }
  patterns.push(
    {
      regex: '^(\\$lib/|(\\.\\./)+)server(/|$)',
      message: 'Only the server itself imports server.',
    },
    { regex: '^(\\.\\./)+routes(/|$)', message: 'Nothing imports routes.' },
  );
  if (room === 'domain') {
    patterns.push({
      regex: '^(?!\\.{1,2}/|\\$lib/domain/|zod/mini$)',
      message: 'domain is pure rules: it knows zod/mini and no other package.',
    });
  }
  for (const home of homes) {
    if (home.rooms.some((r) => r === room || room.startsWith(`${r}/`))) continue;
    patterns.push({
      regex: `^${home.package}(/|$)`,
      message: `${home.package} lives in ${home.rooms.join(', ')}.`,
    });
  }
  return patterns;
}

/** Static and dynamic imports alike: ESLint's own rule sees only the static ones. */
function restrict(files, patterns) {
  return {
    files,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': [
        'error',
        ...patterns.map(({ regex, message }) => ({
          selector: `ImportExpression > Literal[value=/${regex.replaceAll('/', '\\u002F')}/]`,
          message,
        })),
      ],
    },
  };
}

const anotherFeature = {
  regex: '^(\\$lib/features/|\\.\\./\\.\\./features/)',
  message: 'A feature never imports another feature.',
};
const siblingFeature = {
  regex: '^\\.\\./(?!\\.\\.)[a-z-]+/',
  message: 'A feature never imports another feature.',
};

export const roomRules = [
  ...Object.keys(rooms)
    .filter((room) => room !== 'features')
    .map((room) => restrict([`src/lib/${room}/**/*.{ts,js,svelte}`], forbidden(room))),
  restrict(['src/lib/features/*/**/*.{ts,js,svelte}'], [...forbidden('features'), anotherFeature]),
  restrict(
    ['src/lib/features/*/*.{ts,js,svelte}'],
    [...forbidden('features'), anotherFeature, siblingFeature],
  ),
  restrict(
    ['src/routes/**/*.{ts,js,svelte}'],
    ['crypto', 'data', 'collab'].map((room) => ({
      regex: lib(room),
      message: `routes are glue: they import features, session, ui and domain, not ${room}.`,
    })),
  ),
  restrict(
    ['src/server/**/*.{ts,js}'],
    [
      ...['crypto', 'data', 'session', 'features', 'ui'].map((room) => ({
        regex: lib(room),
        message: `The server may not import ${room}: it works with ciphertext only.`,
      })),
      {
        regex: '^(\\.\\./)+lib/collab/(?!protocol(/|$))',
        message: 'The server may import only collab/protocol of collab.',
      },
    ],
  ),
];
