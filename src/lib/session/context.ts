import { createContext } from 'svelte';
import type { Session } from './session.ts';

const [useSession, provideSession] = createContext<Session>();

export { useSession, provideSession };
