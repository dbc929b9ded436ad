import { describe, expectTypeOf, test } from 'vitest';
import type { createKeyring } from './create-keyring.ts';
import type { objectKey } from './object-key.ts';
import type { passwordKeys } from './password-keys.ts';
import type { wrapSpaceKey } from './space-key.ts';
import type {
  AccountKey,
  DraftsKey,
  ObjectKey,
  PasswordKey,
  PrivateLogKey,
  PublicKey,
  RecoveryKey,
  SealingKey,
  SharedBranch,
  SpaceKey,
  StretchedPassword,
} from './types.ts';

describe('keys of one shape and another meaning', () => {
  test('a private-log key cannot be passed where a space key is wanted', () => {
    expectTypeOf<PrivateLogKey>().not.toExtend<Parameters<typeof objectKey>[0]>();
    expectTypeOf<PrivateLogKey>().not.toExtend<Parameters<typeof wrapSpaceKey>[2]>();
    expectTypeOf<PrivateLogKey>().not.toExtend<ObjectKey>();
    expectTypeOf<SharedBranch>().not.toExtend<SpaceKey>();
    expectTypeOf<SpaceKey>().not.toExtend<SharedBranch>();
  });

  test('what wraps the account key cannot seal in place of another', () => {
    expectTypeOf<RecoveryKey>().not.toExtend<PasswordKey>();
    expectTypeOf<ObjectKey>().not.toExtend<Parameters<typeof createKeyring>[0]['passwordKey']>();
    expectTypeOf<DraftsKey>().not.toExtend<PrivateLogKey>();
  });

  test('neither plain bytes nor plain text are a key', () => {
    expectTypeOf<Uint8Array<ArrayBuffer>>().not.toExtend<AccountKey>();
    expectTypeOf<AccountKey>().not.toExtend<Parameters<typeof passwordKeys>[0]>();
    expectTypeOf<StretchedPassword>().toExtend<Parameters<typeof passwordKeys>[0]>();
    expectTypeOf<string>().not.toExtend<PublicKey>();
    expectTypeOf<CryptoKey>().not.toExtend<SealingKey>();
  });

  test('bases of other keys cannot seal by themselves', () => {
    expectTypeOf<SharedBranch>().not.toExtend<SealingKey>();
    expectTypeOf<SpaceKey>().not.toExtend<SealingKey>();
    expectTypeOf<AccountKey>().not.toExtend<SealingKey>();
  });
});
