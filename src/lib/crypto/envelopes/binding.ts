import { lengthPrefixed } from '../encoding/length-prefixed.ts';
import type { EnvelopeKind } from './header.ts';

/** Where an envelope belongs. One that is found anywhere else does not open. */
export interface EnvelopeBinding {
  readonly kind: EnvelopeKind;
  /** UUID of the person or the space that it belongs to. */
  readonly owner: string;
  /** UUID of the row or object; for a row that is known by its owner alone, the owner again. */
  readonly object: string;
  /** `<table>.<column>`, with whatever else tells the place apart, e.g. `check_in_answers.answer_sealed/need`. */
  readonly field: string;
  /** Generation or version of the object; 0 where there is none. */
  readonly generation: number;
}

/** The additional data that is authenticated with an envelope: context, header and place, each length-prefixed. */
export function additionalData(
  header: Uint8Array,
  { owner, object, field, generation }: EnvelopeBinding,
): Uint8Array<ArrayBuffer> {
  return lengthPrefixed('holdfast/envelope', header, owner, object, field, generation);
}
