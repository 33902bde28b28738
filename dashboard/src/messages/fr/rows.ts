import { createRowTranslator } from '../translate-row.ts';
import type { TranslatedSentence } from '../translate-sentences.ts';
import { cellSentencesFr } from './rows/cell-sentences.ts';
import { jobSentencesFr } from './rows/job-sentences.ts';
import { recordSentencesFr } from './rows/record-sentences.ts';
import { storeSentencesFr } from './rows/store-sentences.ts';

/**
 * @param rules sentences about rules that documents violate, which come in a file of their own; they come first, as one of them begins like a general one
 * @param further sentences, which come in a file of their own
 */
export const createRowsFr = (rules: readonly TranslatedSentence[], further: readonly TranslatedSentence[]) =>
  createRowTranslator({
    locale: 'fr-FR',
    sentences: [
      ...rules,
      ...jobSentencesFr,
      ...recordSentencesFr,
      ...storeSentencesFr,
      ...cellSentencesFr,
      ...further,
    ],
    words: {
      none: 'aucun',
      invoice: 'facture',
      'credit note': 'avoir',
      kind: 'le type',
      currency: 'la devise',
      total: 'le total',
      net: 'le net',
      tax: 'la taxe',
      'time of issue': 'l’heure d’émission',
      'date of issue': 'la date d’émission',
      'day of issue': 'le jour d’émission',
      customer: 'le client',
      'number of lines': 'le nombre de lignes',
      'sign of the quantity': 'le signe de la quantité',
      "customer's id": 'l’identifiant du client',
      "customer's name": 'le nom du client',
      sku: 'la référence',
      description: 'la désignation',
      quantity: 'la quantité',
      unit: 'l’unité',
      price: 'le prix',
      'tax rate': 'le taux de taxe',
      'tax category': 'la catégorie de taxe',
      'reason of exemption': 'le motif d’exonération',
      'no decimals': 'aucune décimale',
      'is a row of the same invoice and': 'est de la même facture et',
      'may be a row of the same invoice and': 'est peut-être de la même facture et',
      'half of a character': 'une moitié de caractère',
      'quantity times price': 'la quantité multipliée par le prix',
      'net and tax together': 'le net et la taxe ensemble',
    },
  });
