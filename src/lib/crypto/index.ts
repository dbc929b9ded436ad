export * from './envelopes/index.ts';
export * from './keys/index.ts';
export { checkPlatform } from './platform/check-platform.ts';
export * from './recovery/index.ts';
