// The shapes of the HTTP API (see /api/openapi.json). Names follow the sheet and the incident of the project's schemas.

export interface Name { ar: string | null; en: string | null }
export interface Range { low: number | null; high: number | null }
export interface Days { start: string; end: string }
export type Certainty = 'stated' | 'hedged' | 'unclear' | 'disputed';
export type Status = 'occurred' | 'planned' | 'hypothetical' | 'denied' | 'requested';

export interface Place {
  id: string | null; name: Name; wording: string | null; country: string | null;
  lat: number | null; lon: number | null; precision: string | null; radius_km: number | null;
  within: { id: string; name: Name }[];
}
export interface Party { actor_id: string | null; name: Name | null; code: string; wording: string }

export interface IncidentBrief {
  id: string; revision: number; state: 'open' | 'rejected';
  type: string; mode: string | null; status: Status; certainty: Certainty; disputed: string[];
  date: Days | null; place: Place | null; actor: Party[]; recipient: Party[]; instrument: string | null;
  counts: Record<string, Range>; independent: number; reports: number;
  first_known: string; changed: string; review: 'open' | 'accepted' | 'edited';
  headline: { text: string; lang: string; report: string } | null;
}

export interface Page<T> { items: T[]; next: string | null; total: number; revision: number; as_of: string | null }

export interface Phrase { text: string; at: number }
export interface Source extends Phrase { kind: string; anonymous: boolean; number: number | null }

export type Datum =
  | { is: 'word'; word: string }
  | { is: 'party'; name: string; code: string; actor_id?: string | null }
  | ({ is: 'place' } & Spot)
  | ({ is: 'days' } & Days)
  | ({ is: 'range' } & Range);
export interface Spot { name: string; lat: number | null; lon: number | null; country: string | null; precision: string | null; place_id?: string | null }

export interface Support {
  report: string; claim?: string; text: string; at: number; attribution?: Source[]; certainty: Certainty;
  published: string | null; voice: number; role: 'originated' | 'repeated'; hours_after?: number | null;
}
export interface Value { value: Datum; support: Support[]; dissent?: Support[]; independent: number; repeated: number; decision?: string | null }
export interface Field { name: string; disputed: boolean; values: Value[] }
export interface Figure { range: Range; support: Support }
export interface Toll {
  measure: string; lowest: number | null; highest: number | null; latest: Range | null; supported: Range | null; best: Range | null; history: Figure[];
}
export interface Telling { id: string; lead: boolean; outlet: string | null; published: string | null; title: string | null; mentions: string[]; voice: number; part: string }
export interface VoiceMember { report: string; how: string; alike: number; hours_after: number | null }
export interface Voice { name: string; first: string; members: VoiceMember[] }
export interface IncidentLink { from: string; to: string; kind: string; certainty: string; says: Support[] }
export interface ClaimKey { hash: string; report: string; mention: string; at: number }
export interface Pair { a: string; b: string; score: number; reasons: { kind: string; value: number; score: number; detail?: string }[] }

export interface ModelIncident {
  id: string; type: string; mode: string | null; status: Status; certainty: Certainty; date: Days | null; place: Spot | null;
  killed: Range | null; injured: Range | null; fields: Field[]; tolls: Toll[]; reports: Telling[]; claims: ClaimKey[];
  voices: Voice[]; links: IncidentLink[]; pairs?: Pair[]; decisions?: string[]; accepted?: boolean;
}
export interface ClaimNote {
  report: string; version: number; mention: string; type: string; mode: string | null; status: Status; certainty: Certainty;
  trigger: string; sentence: string; lang: string; outlet: string | null; title: string | null; published: string | null; score: number; retracted: boolean;
}
export interface Detail {
  brief: IncidentBrief; incident: ModelIncident; names: Record<string, Name>; places: Record<string, Place>;
  claims: Record<string, ClaimNote>; others: Record<string, IncidentBrief>;
  quotes: { text: string; lang: string; at: number; report: string; claim: string; attribution: Source[]; published: string | null }[];
  decided: Record<string, { author: string; reason: string; at: string; revision: number }>;
  merged_into: string | null; split_into: string[];
}

export interface MapPoint {
  id: string; lat: number; lon: number; radius_km: number | null; precision: string | null; type: string; mode: string | null;
  status: Status; certainty: Certainty; disputed: boolean; killed: Range | null; injured: Range | null; date: Days | null; changed: string;
}
export interface MapCluster {
  lat: number; lon: number; count: number; killed: Range | null; by_type: Record<string, number>; by_certainty: Partial<Record<Certainty, number>>;
  bounds: [number, number, number, number];
}
export interface MapArea { place: Place; count: number; killed: Range | null; by_type: Record<string, number>; by_certainty: Partial<Record<Certainty, number>>; ids: string[] }
export interface MapView { zoom: number; revision: number; points: MapPoint[]; clusters: MapCluster[]; areas: MapArea[]; unplaced: number }

export interface Bin { start: string; count: number; killed: Range | null; by_type: Record<string, number>; by_certainty: Partial<Record<Certainty, number>> }
export interface Timeline { bucket: 'hour' | 'day' | 'week' | 'month'; bins: Bin[]; undated: number; revision: number }
export interface FacetRow { value: string; count: number; name?: Name | null }
export type Facets = Record<'type' | 'certainty' | 'status' | 'country' | 'actor' | 'source', FacetRow[]>;
export interface Suggestion { kind: 'place' | 'actor' | 'source'; id: string; name: Name; detail: Name | null; count: number }

export interface SheetEvent {
  id: string; trigger: Phrase; type: string; mode: string | null; status: Status;
  actor: (Phrase & { code: string; actor_id?: string | null })[]; recipient: (Phrase & { code: string; actor_id?: string | null })[]; instrument: Phrase | null;
  place: (Phrase & { name_en: string | null; country: string | null; lat: number | null; lon: number | null; precision: string | null; place_id?: string | null }) | null;
  date: (Phrase & { start: string | null; end: string | null }) | null;
  counts: (Phrase & { measure: string } & Range)[]; attribution: Source[]; certainty: Certainty; sentence: string; score?: number;
  cues?: (Phrase & { field: string })[];
}
export interface Sheet {
  id: string; lang: string; outlet: string | null; published: string | null; title: string | null; text: string;
  events: SheetEvent[]; links: { from: string; to: string; kind: string; certainty: string; text: string | null }[];
  incidents: string[][]; made_by?: string; notes?: string[];
}
export interface ReportBrief {
  id: string; title: string | null; lang: string; outlet: { id: string; name: Name }; published: string | null; fetched: string | null;
  versions: number; events: number; copy_of: string | null; url: string | null;
}
export interface Report extends ReportBrief {
  version: number; history: { version: number; fetched: string; hash: string; bytes: number; title: string | null }[];
  capture: { hash: string; bytes: number; media_type: string; received: string; ledger: string | null } | null;
  sheet: Sheet; names: Record<string, Name>; incident_of: Record<string, string>; repeats: ReportBrief[]; repeated_by: ReportBrief[];
}

export interface SourceRow {
  id: string; name: Name; kind: string; country: string | null; lang: string | null; reports: number; original: number; repeated: number;
  median_delay_minutes: number | null; claims: number; revised: number; first: string | null; last: string | null;
}
export interface SourceDetail extends SourceRow { repeats_of: { source: string; name: Name; count: number }[]; by_type: Record<string, number>; reports_latest: ReportBrief[] }
export interface ReviewItem {
  id: string; kind: string; weight: number; incident: IncidentBrief; other: IncidentBrief | null; field: string | null; reasons: string[]; revision: number;
}
export interface Change {
  no: number; at: string; by: { kind: 'engine' | 'person'; name: string }; why: string;
  ops: { op: string; incident?: string; field?: string; before?: unknown; after?: unknown; report?: string }[];
  incidents: string[]; undoes: number | null; undone_by: number | null; can_undo: boolean;
}
export interface About {
  version: string; pack: string; revision: number; reports: number; claims: number; incidents: number; sources: number;
  first_day: string | null; last_day: string | null; first_change: string | null; last_change: string | null; demo: boolean;
}
export interface Session { user: { name: string; role: Role } | null; required: boolean; role: Role }
export type Role = 'reader' | 'analyst' | 'admin';
export interface User { name: string; role: Role; created: string; last_seen: string | null }
export interface Token { id: string; label: string; role: Role; created: string; last_used: string | null; expires: string | null; secret?: string }
