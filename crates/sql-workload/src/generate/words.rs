//! What names, titles and blurbs are made of.

pub(super) const FIRST_NAMES: [&str; 16] = [
    "Ada", "Béla", "Chidi", "Dewi", "Emre", "Freya", "Goran", "Hedda", "Ingrid", "Jun", "Kofi",
    "Lucía", "Mei", "Noor", "Olga", "Putu",
];
pub(super) const LAST_NAMES: [&str; 16] = [
    "Adeyemi",
    "Bauer",
    "Castro",
    "Dahl",
    "Eriksen",
    "Fujita",
    "Gupta",
    "Hartono",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Novák",
    "Okafor",
    "Park",
];
pub(super) const ADJECTIVES: [&str; 16] = [
    "Borrowed",
    "Broken",
    "Distant",
    "Endless",
    "Forgotten",
    "Glass",
    "Hidden",
    "Last",
    "Little",
    "Patient",
    "Quiet",
    "Seventh",
    "Silver",
    "Stolen",
    "Winter",
    "Wooden",
];
pub(super) const NOUNS: [&str; 16] = [
    "Bridge", "Clock", "Daughter", "Garden", "House", "Key", "Lantern", "Letter", "Map", "Mirror",
    "Orchard", "Recipe", "River", "Song", "Tower", "Voyage",
];
pub(super) const PLACES: [&str; 16] = [
    "Archipelago",
    "Attic",
    "Border",
    "Coast",
    "Delta",
    "Desert",
    "Forest",
    "Harbour",
    "Island",
    "Lake",
    "Marsh",
    "Mountain",
    "North",
    "Plain",
    "Steppe",
    "Valley",
];
