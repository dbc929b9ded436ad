import type { Attachment } from 'svelte/attachments';

/**
 * Lets a textarea grow with what is written. CSS does it where `field-sizing` exists; elsewhere its height follows the scroll
 * height. `value` is read so that text set from outside counts, too.
 */
export function growWithContent(value: () => string): Attachment<HTMLTextAreaElement> {
  return (area) => {
    if (CSS.supports('field-sizing', 'content')) {
      area.style.setProperty('field-sizing', 'content');
      area.style.minHeight = `calc(${area.rows} * 1lh + 1.25rem)`;
      return;
    }
    $effect(() => {
      value();
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    });
  };
}
