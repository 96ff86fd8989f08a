/** Request ids: a counter in the form of a UUID, so that the same run gives the same ids. */

export function requestIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
  };
}
