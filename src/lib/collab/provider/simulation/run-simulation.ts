import { documentSealer, anyEpochOpener, type Opener, type Sealer } from '../sealer.ts';
import type { EncryptedDocumentOptions, Place } from '../types.ts';
import { CountingSealer, rememberingOpener, Work } from './counting-sealer.ts';
import { documentId } from './keys.ts';
import { SeededRandom } from './seeded-random.ts';
import { clientId, SimulatedDevice, type World } from './simulated-device.ts';
import { SimulatedServer } from './simulated-server.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface SimulationOptions {
  readonly seed: number;
  /** Of a space with `epochs` epochs. */
  readonly keys: EncryptedDocumentOptions['keys'];
  /** Off only to show that the simulation notices. */
  readonly heal: boolean;
  readonly steps?: number;
}

export interface SimulationResult {
  /** What each device shows at the end, and last of all one that has only ever seen the server. */
  readonly texts: readonly string[];
  /** Marks that a device had called saved and that somebody lacks at the end. */
  readonly lost: readonly string[];
  readonly savedCount: number;
  /** Envelopes in the outer document at the end. */
  readonly items: number;
  /** How often the document moved to another generation. */
  readonly moves: number;
  /** Generations of which the server still keeps something at the end. */
  readonly kept: number;
}

/** Epochs of the space key that a simulation may go through. */
export const epochs = 3;

interface Scene {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly work: Work;
  readonly devices: readonly SimulatedDevice[];
  readonly hostile: boolean;
}

/**
 * Two partners, one of them with two devices, write in one document, while devices crash and go offline, the document moves from generation
 * to generation and from epoch to epoch, and the relay reorders, repeats, crashes, and, in every second seed, deletes, copies, spoils and
 * shows earlier generations. At the end everybody is online, the server is honest, and time passes.
 */
export async function runSimulation(options: SimulationOptions): Promise<SimulationResult> {
  const random = new SeededRandom(options.seed);
  const clock = new VirtualClock();
  const work = new Work();
  const server = new SimulatedServer({
    clock,
    latency: () => random.below(60),
    clientId: () => clientId(random),
    people: ['a', 'b'],
  });
  const world: World = { clock, random, server, heal: options.heal, ...sealers(options, work) };
  const devices = ['a', 'A', 'b'].map((name) => new SimulatedDevice(name, world));
  const scene: Scene = { world, clock, work, devices, hostile: options.seed % 2 === 0 };

  for (let step = options.steps ?? 60; step > 0; step -= 1) {
    await act(scene);
    for (const device of devices) device.believe();
  }
  await comeToRest(scene);

  const newcomer = new SimulatedDevice('n', world);
  await comeToRest({ ...scene, devices: [...devices, newcomer] }, 2);
  const everybody = [...devices, newcomer].flatMap(({ running }) => running ?? []);
  const saved = devices.flatMap((device) => [...device.saved.keys()]);
  return {
    texts: everybody.map(({ text }) => text),
    lost: saved.filter((mark) => everybody.some(({ marks }) => !marks.has(mark))),
    savedCount: saved.length,
    items: server.relay.items.length,
    moves: server.moves,
    kept: server.generations.length,
  };
}

/** The real sealers of all places, each made once and used by all devices. */
function sealers({ keys }: SimulationOptions, work: Work): Pick<World, 'sealerOf' | 'earlierOf'> {
  const present = new Map<string, Promise<Sealer>>();
  const earlier = new Map<number, Opener>();
  async function make(place: Place): Promise<Sealer> {
    const { generation } = place;
    const sealer = documentSealer({ documentId, generation, keys: await keys(place) });
    return new CountingSealer(sealer, work);
  }
  return {
    sealerOf(place) {
      const name = `${String(place.generation)}.${String(place.epoch)}`;
      const known = present.get(name) ?? work.count(make(place));
      present.set(name, known);
      return known;
    },
    earlierOf(generation) {
      const known =
        earlier.get(generation) ??
        rememberingOpener(anyEpochOpener({ documentId, generation, keys }), work);
      earlier.set(generation, known);
      return known;
    },
  };
}

async function act(scene: Scene): Promise<void> {
  const { world, clock, work, devices, hostile } = scene;
  const { random, server } = world;
  const device = random.pick(devices);
  if (!device) return;
  if (!device.running) {
    const started = device.start();
    await clock.pass(50, work.settle);
    await started;
  }
  const running = device.running;
  if (!running) return;
  const dice = random.next();
  if (dice < 0.36) for (let burst = 1 + random.below(4); burst > 0; burst -= 1) device.edit();
  else if (dice < 0.58) running.deliver('any');
  else if (dice < 0.7) running.goOnline();
  else if (dice < 0.75) running.goOffline();
  else if (dice < 0.81) device.crash();
  else if (dice < 0.85) server.store();
  else if (dice < 0.87) crashServer(scene);
  else if (dice < 0.9) running.generations.heavy();
  else if (dice < 0.91 && server.epoch < epochs - 1) server.newEpoch();
  else if (dice < 0.93) recheck(devices);
  else if (hostile) beHostile(world);
  else if (dice > 0.99) device.wipe();
  await clock.pass(random.pick([0, 5, 30, 400, 4_000]) ?? 0, work.settle);
}

function crashServer({ world, devices }: Scene): void {
  world.server.crash();
  for (const { running } of devices) running?.goOffline();
}

/** The relay looks for whoever is in a room that is over. */
function recheck(devices: readonly SimulatedDevice[]): void {
  for (const { running } of devices) running?.generations.current?.recheck();
}

function beHostile({ server, random }: World): void {
  const { relay } = server;
  const { items } = relay;
  const item = random.pick(items);
  const dice = random.next();
  if (dice < 0.4) relay.delete(random.below(items.length + 1), 1 + random.below(4));
  else if (dice < 0.6) relay.spoilNext = true;
  else if (dice < 0.7) server.rollBack();
  else if (item && dice < 0.9) relay.insert(item.slice(), random.below(items.length));
  else if (item) {
    const spoilt = item.slice();
    spoilt[random.below(spoilt.length)] = random.below(256);
    relay.insert(spoilt, random.below(items.length));
  }
}

/** Everybody online, everything delivered, and enough time for moving, compaction and healing. */
async function comeToRest(scene: Scene, rounds = 8): Promise<void> {
  const { world, clock, work, devices } = scene;
  const { server } = world;
  server.beHonest();
  server.relay.spoilNext = false;
  for (const device of devices) {
    if (device.running) continue;
    const started = device.start();
    await clock.pass(100, work.settle);
    await started;
  }
  for (let round = rounds; round > 0; round -= 1) {
    for (const { running } of devices) running?.goOnline();
    recheck(devices);
    for (let exchange = 4; exchange > 0; exchange -= 1) {
      for (const { running } of devices) running?.deliver('right');
      await clock.pass(1_000, work.settle);
    }
    server.store();
    tellEachOther(devices);
    await clock.pass(4_000, work.settle);
    for (const device of devices) device.believe();
  }
}

/** What the encrypted awareness carries. */
function tellEachOther(devices: readonly SimulatedDevice[]): void {
  const present = devices.flatMap(({ running }) => running ?? []);
  for (const one of present) {
    for (const other of present) {
      const told = other.generations.current?.core.tell;
      if (one !== other && told) one.generations.current?.core.heard(told);
    }
  }
}
