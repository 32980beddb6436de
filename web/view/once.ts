/** Does what the button is for, unless that is under way. Disabled, it would lose the focus of who pressed it. */
export async function once(button: HTMLElement, action: () => Promise<unknown>): Promise<void> {
  if (button.ariaDisabled === 'true') return;
  button.ariaDisabled = 'true';
  try {
    await action();
  } finally {
    button.ariaDisabled = null;
  }
}
