import { deriveAesKey } from './derive.ts';
import type {
  DeviceRowsKey,
  DevicesKey,
  DraftsKey,
  PasskeyDetailsKey,
  SharedBranch,
  SharedWrappingKey,
} from './types.ts';

/** Wraps the identity key, the pins and the space keys. */
export async function sharedWrappingKey({ base }: SharedBranch): Promise<SharedWrappingKey> {
  return { key: await deriveAesKey(base, 'shared', 'wrap'), epoch: 0 } as SharedWrappingKey;
}

/** The author's own key for what is not shared yet, such as the draft of a check-in's answers. Ask once and keep it. */
export async function draftsKey({ base }: SharedBranch): Promise<DraftsKey> {
  return { key: await deriveAesKey(base, 'shared', 'drafts'), epoch: 0 } as DraftsKey;
}

/** The account's own key for the names of its devices. Ask once and keep it. */
export async function devicesKey({ base }: SharedBranch): Promise<DevicesKey> {
  return { key: await deriveAesKey(base, 'shared', 'devices'), epoch: 0 } as DevicesKey;
}

/** The account's own key for what its passkeys are called. Ask once and keep it. */
export async function passkeyDetailsKey({ base }: SharedBranch): Promise<PasskeyDetailsKey> {
  return { key: await deriveAesKey(base, 'shared', 'passkeys'), epoch: 0 } as PasskeyDetailsKey;
}

/** Seals rows that this device keeps. Ask once and keep it. */
export async function deviceRowsKey({ base }: SharedBranch): Promise<DeviceRowsKey> {
  return { key: await deriveAesKey(base, 'shared', 'device rows'), epoch: 0 } as DeviceRowsKey;
}
