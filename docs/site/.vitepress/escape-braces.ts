/** Pages show `{{ }}` as they are. Vue takes them for expressions otherwise. */

import type { MarkdownRenderer } from 'vitepress';

export function escapeBraces({ renderer: { rules } }: MarkdownRenderer): void {
  for (const name of ['text', 'code_inline']) {
    const render = rules[name];
    rules[name] = (...args) => (render?.(...args) ?? '').replaceAll('{{', '&#123;&#123;');
  }
}
