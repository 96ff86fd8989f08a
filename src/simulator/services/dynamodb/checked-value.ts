import { invalid } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';
import { canonicalNumber } from './number.ts';

export function checkedItem(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, checkedValue(value)]),
  );
}

function checkedValue(value: AttributeValue): AttributeValue {
  // The codec omits members by setting them to undefined.
  const present = Object.entries(value).filter(([, content]) => content !== undefined);
  if (present.length !== 1) {
    const what = present.length === 0 ? 'is empty' : 'has more than one datatypes set';
    throw invalid(
      `Supplied AttributeValue ${what}, must contain exactly one of the supported datatypes`,
    );
  }
  if ('N' in value) return { N: canonicalNumber(value.N) };
  if ('NS' in value) return { NS: checkSet('number', value.NS.map(canonicalNumber)) };
  if ('SS' in value) return { SS: checkSet('string', value.SS) };
  if ('BS' in value) return { BS: checkBinarySet(value.BS) };
  if ('M' in value) return { M: checkedItem(value.M) };
  if ('L' in value) return { L: value.L.map(checkedValue) };
  if ('NULL' in value && !value.NULL) {
    throw invalid(
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    );
  }
  return value;
}

function checkSet(kind: string, members: readonly string[]): readonly string[] {
  if (members.length === 0) {
    throw invalid(`One or more parameter values were invalid: An ${kind} set  may not be empty`);
  }
  if (new Set(members).size < members.length) {
    throw invalid(
      `One or more parameter values were invalid: Input collection [${members.join(', ')}] contains duplicates.`,
    );
  }
  return members;
}

function checkBinarySet(members: readonly Uint8Array[]): readonly Uint8Array[] {
  checkSet(
    'binary',
    members.map((member) => Buffer.from(member).toString('base64')),
  );
  return members;
}
