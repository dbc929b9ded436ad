import { createContext } from 'svelte';
import type { Session } from './session.svelte.ts';

const [useSession, provideSession] = createContext<Session>();

export { useSession, provideSession };
