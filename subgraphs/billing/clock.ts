/** Returns the present instant; tests set it. */
export type Clock = () => Date;
