export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'sm' | 'md' | 'lg';

const shape =
  'inline-flex min-h-11 select-none items-center justify-center gap-2 rounded-full text-center font-semibold ' +
  'no-underline transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-55 [&_svg]:shrink-0';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-control bg-raised text-ink hover:border-accent hover:bg-accent-soft',
  quiet: 'text-accent-text hover:bg-accent-soft',
  danger: 'border border-danger bg-raised text-danger hover:bg-danger-soft',
};

const sizes: Record<ButtonSize, string> = {
  sm: 'px-4 py-1.5 text-sm',
  md: 'px-5 py-2 text-base',
  lg: 'min-h-13 px-7 py-3 text-lg',
};

/** The classes shared by everything that looks like a button: `<button>`, a link, or a trigger of a menu. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize, full = false): string {
  return `${shape} ${variants[variant]} ${sizes[size]} ${full ? 'w-full' : ''}`;
}
