/** CodeBuild ends a build of our projects after eight hours, and as long may it wait in the queue. */
export const buildTimeoutMinutes = 480;
