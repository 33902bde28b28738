/**
 * How much memory a thread's heap may take, in megabytes. It holds two chunks, what it reads and the customers it knows;
 * more means that something grows. A small young generation costs little, as most of a row dies at once, and keeps the
 * worker small.
 */
export const threadLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 } as const;
