/** JSON.parse keeps the last of two equal keys; AWS refuses a policy that has them. */

const quote = '"';

/** The first key that occurs twice in one object of a valid JSON text. */
export function duplicateKey(json: string): string | undefined {
  // The keys of each open object; undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  let text = '';
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === quote) {
      const end = endOfString(json, at);
      text = json.slice(at, end + 1);
      at = end;
    } else if (sign === '{') open.push(new Set());
    else if (sign === '[') open.push(undefined);
    else if (sign === '}' || sign === ']') open.pop();
    else if (sign === ':') {
      const key = JSON.parse(text) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== quote) at += json[at] === '\\' ? 2 : 1;
  return at;
}
