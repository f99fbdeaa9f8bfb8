import { tick } from 'svelte';

/** Puts the focus on the first field that is marked as invalid. @returns whether there is one */
export async function focusInvalid(form: HTMLFormElement): Promise<boolean> {
  await tick();
  const field = form.querySelector<HTMLElement>('[aria-invalid]');
  field?.focus();
  return field !== null;
}
