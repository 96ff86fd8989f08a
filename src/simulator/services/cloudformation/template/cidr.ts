/** Fn::Cidr: splits an IPv4 block into blocks of the same size. */

import { TemplateError } from './template-error.ts';

const pattern = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** `bits` is the number of host bits of each block: 8 makes a /24. */
export function cidrBlocks(block: string, count: number, bits: number): readonly string[] {
  const [, ...numbers] = pattern.exec(block)?.map(Number) ?? [];
  const [prefix = 33] = numbers.slice(4);
  if (prefix > 32 || numbers.slice(0, 4).some((octet) => octet > 255)) {
    throw new TemplateError(
      `Template error: Fn::Cidr cannot split ${block}: the simulator knows IPv4 blocks only.`,
    );
  }
  const isValid = Number.isInteger(count) && count >= 1 && count <= 256 && bits >= 0 && bits <= 32;
  if (!isValid || count * 2 ** bits > 2 ** (32 - prefix)) {
    throw new TemplateError(
      `Template error: Fn::Cidr cannot make ${count} blocks of ${bits} bits from ${block}`,
    );
  }
  const address = numbers.slice(0, 4).reduce((sum, octet) => sum * 256 + octet, 0);
  const start = address - (address % 2 ** (32 - prefix));
  return Array.from({ length: count }, (_, index) => {
    return `${dotted(start + index * 2 ** bits)}/${32 - bits}`;
  });
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
