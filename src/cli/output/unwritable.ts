/** Why results could not be written, and what to do. */

export function unwritable({ code, message }: NodeJS.ErrnoException): string {
  const cause = code === 'ENOSPC' ? 'no space left on the device (ENOSPC)' : message;
  return `cannot write to stdout: ${cause}; results were lost, write them somewhere else`;
}
