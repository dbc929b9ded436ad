import type { Component } from 'svelte';
import Feather from '@lucide/svelte/icons/feather';
import House from '@lucide/svelte/icons/house';
import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import Waves from '@lucide/svelte/icons/waves-horizontal';

export interface Place {
  readonly href: string;
  readonly label: string;
  readonly icon: Component<{ size?: number; class?: string; 'aria-hidden'?: 'true' }>;
}

/** The places of the navigation, in the order of the thumb. */
export const places: readonly Place[] = [
  { href: '/home', label: 'Home', icon: House },
  { href: '/documents', label: 'Needs and fears', icon: Feather },
  { href: '/check-ins', label: 'Check-in', icon: Waves },
  { href: '/log', label: 'Log', icon: NotebookPen },
];

/** Whether a path is a place or lies below it. */
export function isAt(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
