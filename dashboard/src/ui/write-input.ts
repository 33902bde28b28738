/** Writes into a control as a person would, so that whoever follows its events hears of it, React among them. */
export function writeInput(element: HTMLInputElement, value: string): void {
  if (element.value === value) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(element, value);
  element.dispatchEvent(new Event('input', { bubbles: true }));
}
