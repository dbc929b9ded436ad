import type { Sealer } from '../sealer.ts';
import { CountingSealer } from './counting-sealer.ts';
import { SeededRandom } from './seeded-random.ts';
import { clientId, SimulatedDevice, type World } from './simulated-device.ts';
import { SimulatedRelay } from './simulated-relay.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly sealer: Sealer;
  /** Off only to show that the simulation notices. */
  readonly heal: boolean;
  readonly steps?: number;
}

export interface SimulationResult {
  /** What each device shows at the end, and last of all one that has only ever seen the relay. */
  readonly texts: readonly string[];
  /** Marks that a device had called saved and that somebody lacks at the end. */
  readonly lost: readonly string[];
  readonly savedCount: number;
  /** Envelopes in the outer document at the end. */
  readonly items: number;
}

/**
 * Two partners with two devices each write in one document, while devices crash and go offline and the relay reorders, repeats, crashes,
 * and, in every second seed, deletes, copies and spoils. At the end everybody is online, the relay is honest, and time passes.
 */
export async function runSimulation(options: SimulationOptions): Promise<SimulationResult> {
  const random = new SeededRandom(options.seed);
  const relay = new SimulatedRelay(() => clientId(random));
  const world: World = {
    clock: new VirtualClock(),
    random,
    sealer: new CountingSealer(options.sealer),
    relay,
    heal: options.heal,
  };
  const hostile = options.seed % 2 === 0;
  const devices = ['a', 'A', 'b', 'B'].map((name) => new SimulatedDevice(name, world));

  for (let step = options.steps ?? 60; step > 0; step -= 1) {
    await act(world, devices, hostile);
    for (const device of devices) device.believe();
  }
  await comeToRest(world, devices);

  const newcomer = new SimulatedDevice('n', world);
  await comeToRest(world, [...devices, newcomer], 2);
  const everybody = [...devices, newcomer].flatMap(({ running }) => running ?? []);
  const saved = devices.flatMap((device) => [...device.saved.keys()]);
  return {
    texts: everybody.map(({ text }) => text),
    lost: saved.filter((mark) => everybody.some(({ marks }) => !marks.has(mark))),
    savedCount: saved.length,
    items: relay.items.length,
  };
}

async function act(
  world: World,
  devices: readonly SimulatedDevice[],
  hostile: boolean,
): Promise<void> {
  const { random, clock, relay, sealer } = world;
  const device = random.pick(devices);
  if (!device) return;
  if (!device.running) {
    const started = device.start();
    await clock.pass(50, sealer.settle);
    await started;
  }
  const running = device.running;
  if (!running) return;
  const dice = random.next();
  if (dice < 0.36) for (let burst = 1 + random.below(4); burst > 0; burst -= 1) device.edit();
  else if (dice < 0.6) running.deliver('any');
  else if (dice < 0.72) running.goOnline();
  else if (dice < 0.78) running.goOffline();
  else if (dice < 0.84) device.crash();
  else if (dice < 0.88) relay.store();
  else if (dice < 0.9) crashRelay(world, devices);
  else if (hostile) beHostile(world);
  else if (dice > 0.99) device.wipe();
  await clock.pass(random.pick([0, 5, 30, 400, 4_000]) ?? 0, sealer.settle);
}

function crashRelay({ relay }: World, devices: readonly SimulatedDevice[]): void {
  relay.crash();
  for (const { running } of devices) running?.goOffline();
}

function beHostile({ relay, random }: World): void {
  const { items } = relay;
  const item = random.pick(items);
  const dice = random.next();
  if (dice < 0.5) relay.delete(random.below(items.length + 1), 1 + random.below(4));
  else if (dice < 0.7) relay.spoilNext = true;
  else if (item && dice < 0.9) relay.insert(item.slice(), random.below(items.length));
  else if (item) {
    const spoilt = item.slice();
    spoilt[random.below(spoilt.length)] = random.below(256);
    relay.insert(spoilt, random.below(items.length));
  }
}

/** Everybody online, everything delivered, and enough time for compaction and healing. */
async function comeToRest(
  world: World,
  devices: readonly SimulatedDevice[],
  rounds = 8,
): Promise<void> {
  const { clock, relay, sealer } = world;
  relay.spoilNext = false;
  for (const device of devices) {
    if (device.running) continue;
    const started = device.start();
    await clock.pass(100, sealer.settle);
    await started;
  }
  for (let round = rounds; round > 0; round -= 1) {
    for (const { running } of devices) running?.goOnline();
    for (let exchange = 4; exchange > 0; exchange -= 1) {
      for (const { running } of devices) running?.deliver('right');
      await clock.pass(1_000, sealer.settle);
    }
    relay.store();
    tellEachOther(devices);
    await clock.pass(4_000, sealer.settle);
    for (const device of devices) device.believe();
  }
}

/** What the encrypted awareness carries. */
function tellEachOther(devices: readonly SimulatedDevice[]): void {
  const present = devices.flatMap(({ running }) => running ?? []);
  for (const one of present) {
    for (const other of present) if (one !== other) one.core.heard(other.core.tell);
  }
}
