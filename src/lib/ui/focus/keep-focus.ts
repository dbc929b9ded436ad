/**
 * When whatever had the focus is gone (a form that became another step, the button of a dialog that has closed), the page's content takes
 * it, so that the keyboard and a screen reader go on there and not at the top. A focus that is somewhere stays.
 */
export function keepFocus(): void {
  // After a dialog that was open has given the focus back.
  requestAnimationFrame(() => {
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    document.getElementById('content')?.focus({ preventScroll: true });
  });
}
