/** Amounts as Kubernetes writes them: `500m`, `1Gi`, `2e3`. */

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** Undefined when the text is not a quantity. */
export function parseQuantity(quantity: string | number): number | undefined {
  if (typeof quantity === 'number') return quantity;
  const [, number = '', suffix = ''] =
    /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/.exec(
      quantity,
    ) ?? [];
  return number === '' ? undefined : Number(number) * (factors[suffix] ?? 1);
}

/** The notation of quotas: processors in thousandths, memory in the largest whole unit. */
export function quantityText(resource: string, amount: number): string {
  if (resource.endsWith('cpu')) {
    const thousandths = Math.round(amount * 1000);
    return thousandths % 1000 === 0 ? `${thousandths / 1000}` : `${thousandths}m`;
  }
  if (!/memory|storage/.test(resource) || amount === 0) return `${amount}`;
  const unit = ['Pi', 'Ti', 'Gi', 'Mi', 'Ki'].find((one) => amount % (factors[one] ?? 1) === 0);
  return unit === undefined ? `${amount}` : `${amount / (factors[unit] ?? 1)}${unit}`;
}
