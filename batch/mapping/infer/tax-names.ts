/** Names of amounts and prices that include tax. */
export const namesTax = /gross|brutto|ttc|incl|inkl|iva inc/i;
