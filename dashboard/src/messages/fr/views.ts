import type { viewsEn } from '../en/views.ts';

export const viewsFr = {
  title: 'Vues',
  chosen: (name: string, changed: string) => `Vue : ${name}${changed === '' ? '' : ` (${changed})`}`,
  changed: 'modifiée',
  defaultName: (name: string) => `${name} (par défaut)`,
  name: 'Nom de la vue',
  saveAs: 'Enregistrer comme nouvelle vue…',
  saveTitle: 'Enregistrer cette vue',
  saved: (name: string) => `La vue ${name} a été enregistrée.`,
  update: (name: string) => `Mettre à jour ${name}`,
  updated: (name: string) => `La vue ${name} a été modifiée.`,
  makeDefault: (name: string) => `Ouvrir la liste avec ${name}`,
  endDefault: (name: string) => `Ne plus ouvrir la liste avec ${name}`,
  rename: (name: string) => `Renommer ${name}…`,
  renameTitle: 'Renommer la vue',
  delete: (name: string) => `Supprimer ${name}…`,
  deleteTitle: (name: string) => `Supprimer la vue ${name} ?`,
  deleteText: 'La liste et son contenu ne changent pas.',
  deleteConfirm: 'Supprimer',
  deleted: (name: string) => `La vue ${name} a été supprimée.`,
} satisfies typeof viewsEn;
