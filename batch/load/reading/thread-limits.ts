/**
 * The limits of a thread's heap, in megabytes. It holds two chunks, the bytes that it reads and the customers it knows;
 * more means a leak. A small young generation costs little, as most of a row dies at once, and keeps the
 * worker small.
 */
export const threadLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 } as const;
