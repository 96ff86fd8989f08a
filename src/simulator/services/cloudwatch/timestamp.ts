/** `2021-02-05T02:22:11.231+0000`, as CloudWatch writes times in texts. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}
