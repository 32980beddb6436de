/** An element that the page's HTML has for sure. Throws when it has none. */
export function find<E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E {
  const found = within.querySelector<E>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

/** A copy of what a template holds. */
export function copyOf(template: string): HTMLElement {
  const [first] = find<HTMLTemplateElement>(template).content.children;
  return first?.cloneNode(true) as HTMLElement;
}

/** Writes nothing when nothing changes, so that neither screen nor screen reader is disturbed. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** How full (0 to 1) what is in the element is drawn. */
export function showFill(element: HTMLElement, fill: number): void {
  const text = fill.toFixed(3);
  if (element.style.getPropertyValue('--fill') !== text) element.style.setProperty('--fill', text);
}
