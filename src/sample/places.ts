import type { Culture } from './names.ts';

/** Where sample people live. */
export interface SamplePlace {
  location: string;
  /** How many of a few hundred live there. */
  weight: number;
  cultures: readonly Culture[];
  /** Numbers that no telephone company hands out; each `#` is any digit. */
  phones: readonly string[];
}

/**
 * Telephone numbers are of the ranges that are kept free for stories: 555-01xx (NANPA), Ofcom's “telephone numbers for
 * use in TV and radio drama”, the Bundesnetzagentur's “Rufnummern für Filme”, Arcep's 01 99 00, ACMA's 5550, PTS's
 * 08-465 004. Elsewhere nobody has one.
 */
export const PLACES: readonly SamplePlace[] = [
  place('Austin, United States', 27, ['english', 'spanish', 'indian'], '+1 512 555 01##', '+1 737 555 01##'),
  place('Berlin, Germany', 27, ['german', 'turkish', 'polish', 'ukrainian'], '+49 30 23125 ###'),
  place(
    'London, United Kingdom',
    26,
    ['english', 'indian', 'westAfrican', 'irish', 'pakistani'],
    '+44 20 7946 0###',
  ),
  place(
    'New York, United States',
    24,
    ['english', 'spanish', 'chinese', 'hebrew'],
    '+1 212 555 01##',
    '+1 646 555 01##',
  ),
  place('San Francisco, United States', 23, ['english', 'chinese', 'indian', 'persian'], '+1 415 555 01##'),
  place('Bangalore, India', 22, ['indian']),
  place('Remote', 8, ['english', 'portuguese', 'polish']),
  place('Remote, United States', 7, ['english', 'spanish'], '+1 303 555 01##'),
  place('Remote, Spain', 3, ['spanish']),
  place('Remote, Germany', 3, ['german'], '+49 221 4710 ###'),
  place('Remote, Brazil', 2, ['portuguese']),
  place('Seattle, United States', 6, ['english', 'korean'], '+1 206 555 01##'),
  place('Boston, United States', 6, ['english', 'irish'], '+1 617 555 01##'),
  place('Chicago, United States', 6, ['english', 'polish', 'spanish'], '+1 312 555 01##'),
  place('Toronto, Canada', 6, ['english', 'chinese', 'pakistani', 'french'], '+1 416 555 01##'),
  place('Vancouver, Canada', 3, ['english', 'chinese'], '+1 604 555 01##'),
  place('Mexico City, Mexico', 3, ['spanish']),
  place('Bogotá, Colombia', 2, ['spanish']),
  place('Santiago, Chile', 2, ['spanish']),
  place('Buenos Aires, Argentina', 3, ['spanish', 'italian']),
  place('São Paulo, Brazil', 5, ['portuguese']),
  place('Dublin, Ireland', 5, ['irish']),
  place('Manchester, United Kingdom', 4, ['english', 'pakistani'], '+44 161 496 0###'),
  place('Edinburgh, United Kingdom', 3, ['english', 'irish'], '+44 131 496 0###'),
  place('Paris, France', 5, ['french', 'arabic'], '+33 1 99 00 ## ##'),
  place('Amsterdam, Netherlands', 5, ['dutch']),
  place('Munich, Germany', 4, ['german'], '+49 89 99998 ###'),
  place('Hamburg, Germany', 3, ['german'], '+49 40 66969 ###'),
  place('Zurich, Switzerland', 3, ['german', 'italian']),
  place('Vienna, Austria', 2, ['german']),
  place('Prague, Czechia', 2, ['ukrainian']),
  place('Warsaw, Poland', 4, ['polish', 'ukrainian']),
  place('Stockholm, Sweden', 4, ['nordic'], '+46 8 465 004 ##'),
  place('Copenhagen, Denmark', 3, ['nordic']),
  place('Helsinki, Finland', 2, ['nordic']),
  place('Lisbon, Portugal', 4, ['portuguese']),
  place('Barcelona, Spain', 4, ['spanish']),
  place('Milan, Italy', 3, ['italian']),
  place('Istanbul, Turkey', 3, ['turkish']),
  place('Tel Aviv, Israel', 3, ['hebrew']),
  place('Dubai, United Arab Emirates', 3, ['arabic', 'indian']),
  place('Lagos, Nigeria', 4, ['westAfrican']),
  place('Nairobi, Kenya', 3, ['eastAfrican']),
  place('Cape Town, South Africa', 3, ['southAfrican']),
  place('Singapore', 4, ['chinese', 'malay', 'indian']),
  place('Tokyo, Japan', 4, ['japanese']),
  place('Seoul, South Korea', 3, ['korean']),
  place('Ho Chi Minh City, Vietnam', 2, ['vietnamese']),
  place('Jakarta, Indonesia', 2, ['malay']),
  place('Sydney, Australia', 4, ['english', 'chinese'], '+61 2 5550 ####'),
];

/** A made-up firm that sample people work for. */
export interface SampleCompany {
  name: string;
  /** What it does, as it stands in a headline; in lower case and hyphenated it is a tag. */
  sector: string;
  /** Of how many we know. */
  people: number;
  /** Beginnings of the locations where it has an office. */
  offices: readonly string[];
}

export const COMPANIES: readonly SampleCompany[] = [
  company('Meridian Freight', 'logistics', 20, 'Austin, Chicago, Berlin, Mexico City'),
  company('Copperleaf Bank', 'payments', 20, 'London, New York, Bangalore, Dublin'),
  company('Halcyon Health', 'health', 19, 'San Francisco, Boston, London, Bangalore'),
  company('Tidewater Cloud', 'cloud', 18, 'Seattle, Austin, Dublin, Bangalore, Remote'),
  company('Lantern Retail', 'retail', 16, 'New York, Berlin, Paris, Warsaw'),
  company('Quillstone Software', 'developer tools', 15, 'San Francisco, Austin, Toronto, Remote'),
  company('Fernweh Travel', 'travel', 15, 'Berlin, Lisbon, Barcelona, Munich'),
  company('Okapi Pay', 'payments', 14, 'Lagos, Nairobi, Cape Town, Dubai, London'),
  company('Sundial Energy', 'climate', 13, 'Austin, Copenhagen, Hamburg, Sydney'),
  company('Bluefin Games', 'games', 12, 'Stockholm, Helsinki, Tokyo, Seoul'),
  company('Nimbus Learning', 'education', 12, 'Bangalore, Singapore, London, Remote'),
  company('Ironbark Security', 'security', 11, 'Sydney, Tel Aviv, Austin, Remote'),
  company('Parallax AI', 'AI', 11, 'San Francisco, London, Paris, Toronto'),
  company('Tessera Insurance', 'insurance', 10, 'Zurich, Munich, London, New York'),
  company('Maple & Finch', 'e-commerce', 9, 'Toronto, Vancouver, New York'),
  company('Redwood Robotics', 'robotics', 9, 'San Francisco, Munich, Tokyo, Boston'),
  company('Cobalt Data', 'analytics', 8, 'Berlin, Amsterdam, Warsaw, Prague'),
  company('Larkspur Media', 'media', 7, 'New York, London, Manchester'),
  company('Harvest Row', 'agriculture', 6, 'São Paulo, Buenos Aires, Nairobi, Chicago'),
  company('Velora Mobility', 'mobility', 6, 'Paris, Milan, Barcelona, Lisbon'),
  company('Monsoon Foods', 'delivery', 6, 'Bangalore, Jakarta, Ho Chi Minh City, Singapore'),
  company('Peregrine Aerospace', 'aerospace', 5, 'Seattle, San Francisco'),
  company('Saffron Ledger', 'payments', 4, 'Bangalore, Dubai, Singapore'),
  company('Kite & Key', 'HR software', 4, 'Dublin, Manchester, Boston'),
  company('Polder Analytics', 'analytics', 3, 'Amsterdam'),
  company('Tramline Transit', 'mobility', 3, 'Vienna, Prague, Zurich'),
  company('Little Osprey', 'games', 2, 'Edinburgh'),
  company('Bosphorus Digital', 'e-commerce', 2, 'Istanbul'),
  company('Andes Telecom', 'telecoms', 2, 'Santiago, Bogotá'),
  company('Pixel & Pine', 'design studio', 1, 'Vancouver, Seattle'),
  company('Cedar Clinic Systems', 'health', 1, 'Boston'),
  company('Two Rivers Consulting', 'consulting', 1, 'New York, Chicago'),
  company('Hummingbird Audio', 'audio', 1, 'Berlin'),
  company('Tejo Cartography', 'maps', 1, 'Lisbon'),
  company('Quiet Harbour Studio', 'design studio', 1, 'Copenhagen, Hamburg'),
];

function place(location: string, weight: number, cultures: Culture[], ...phones: string[]): SamplePlace {
  return { location, weight, cultures, phones };
}

function company(name: string, sector: string, people: number, offices: string): SampleCompany {
  return { name, sector, people, offices: offices.split(', ') };
}
