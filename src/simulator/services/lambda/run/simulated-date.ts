/** Replaces `Date`: the simulated time continues from where it is set, as fast as the real one. Timers stay real. */

export function simulateDate(): (now: number) => void {
  const RealDate = globalThis.Date;
  let offsetMs = 0;
  const now = () => RealDate.now() + offsetMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });
  RealDate.prototype.constructor = globalThis.Date;
  return (time) => {
    offsetMs = time - RealDate.now();
  };
}
