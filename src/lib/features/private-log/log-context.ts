import { createContext } from 'svelte';
import type { LogTimeline } from './log-timeline.svelte.ts';

const [useLog, provideLog] = createContext<LogTimeline>();

export { useLog, provideLog };
