export type { EnvelopeBinding } from './binding.ts';
export { envelopeFromText, envelopeToText, type Envelope } from './envelope-text.ts';
export { readHeader, type EnvelopeHeader, type EnvelopeKind } from './header.ts';
export { openJson, sealJson } from './json.ts';
export { openBytes } from './open-bytes.ts';
export { sealBytes, type EnvelopeBytes } from './seal-bytes.ts';
export { openText, sealText } from './text.ts';
