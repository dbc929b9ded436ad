import * as z from 'zod/mini';
import type { Envelope } from '../crypto/index.ts';

/** A sealed column. What is wrong with an envelope shows when it is opened, so that one bad row does not hide the others. */
export const sealed = z.pipe(
  z.string(),
  z.transform((text) => text as Envelope),
);
