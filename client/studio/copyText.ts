/**
 * Copies what a field holds. Only https and localhost have `navigator.clipboard`: elsewhere the field is
 * selected and copied the old way. false: it is selected, and the reader must press the keys.
 */
export async function copyText(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand('copy');
  }
}
