/** First and last names by where they are common; any of a list's first names goes with any of its last names. */
export interface NameList {
  first: readonly string[];
  last: readonly string[];
}

/** None of these names begins with a word of a hand-written person's name: a search for one of those finds only them. */
export const NAMES = {
  english: list(
    'James, Emily, Oliver, Charlotte, Ethan, Hannah, Marcus, Rachel, Daniel, Olivia, Tyler, Megan, Jasmine, Andre, Nathan, Chloe, Derek, Alicia, Trevor, Simone, Malik, Brooke, Wesley, Naomi, Gavin, Tessa, Elliot, Ruth, Desmond, Paige, Latoya, Spencer',
    'Thompson, Mitchell, Carter, Hughes, Bennett, Foster, Reynolds, Washington, Palmer, Whitaker, Holloway, Jenkins, Ellison, Barrett, Hawkins, Lowe, Merriweather, Booker, Prescott, Chandler, Ashby, Sinclair, Pemberton, Langley, Freeman, Coleman, Dawson, Kendrick, Underwood, Vaughn, Weaver, Yates, Hollis, Draper, Beckett, Marlow, St. John, Lloyd-Davies, Stanton, Whitlock',
  ),
  irish: list(
    'Aoife, Cillian, Niamh, Declan, Siobhán, Conor, Orla, Fionn, Gráinne, Eoin',
    'O’Brien, O’Connor, Ó Dálaigh, Murphy, Kavanagh, Byrne, McCarthy, Gallagher, D’Arcy, O’Neill, Fitzgerald, McGrath',
  ),
  german: list(
    'Lukas, Felix, Jürgen, Anneliese, Maximilian, Katrin, Sebastian, Lena, Moritz, Ulrike, Jannik, Frieda, Matthias, Svenja, Till, Käthe',
    'Müller, Schäfer, Weiß, Krüger, Hoffmann, Vogel, Bergmann, Zimmermann, Köhler, Winkler, Lange, von Arnim, Böhm, Neumann, Hartmann, Brandt, Größler',
  ),
  french: list(
    'Camille, Étienne, Léa, Julien, Hélène, Théo, Margaux, Rémi, Élodie, Baptiste, Inès, Amélie, François',
    'Lefèvre, Moreau, Girard, Rousseau, d’Aubigny, Fontaine, Lemaître, Chevalier, Gauthier, Mercier, de la Tour, Perrin, L’Hermitte',
  ),
  spanish: list(
    'Lucía, Mateo, Valentina, Javier, Camila, Andrés, Ximena, Joaquín, Marisol, Rodrigo, Paloma, Íñigo, Renata, Emilio, Nuria, Gonzalo, Itziar, Tomás',
    'García, Martínez, Ibáñez, Muñoz, Vargas, Peña, Quiroga, Salazar, Domínguez, Núñez, Herrera, Ríos, Aguirre, Zambrano, Cárdenas, Etxeberria, Montoya, Villarreal',
  ),
  portuguese: list(
    'João, Beatriz, Thiago, Rafael, Larissa, Gonçalo, Mariana, Caio, Tainá, Vítor, Leonor, Luísa',
    'Silva, Gonçalves, Araújo, Conceição, Magalhães, Ribeiro, Figueiredo, Nascimento, Teixeira, Moura, Sampaio, Brandão',
  ),
  italian: list(
    'Giulia, Lorenzo, Chiara, Matteo, Alessandra, Niccolò, Federica, Davide, Ilaria, Elia',
    'Conti, D’Angelo, Ferraro, Moretti, Gallo, Bianchi, De Santis, Marchetti, Dell’Acqua, Caputo, Lombardi, Esposito',
  ),
  nordic: list(
    'Astrid, Søren, Ingrid, Mikkel, Freja, Åsa, Håkon, Sigrid, Oskar, Linnéa, Aino, Eero',
    'Bergström, Sjögren, Kjær, Nørgaard, Haugen, Virtanen, Mäkinen, Ångström, Dahl, Østergaard, Holmgren, Rasmussen, Lahtinen',
  ),
  dutch: list(
    'Sanne, Daan, Femke, Joris, Lotte, Bram, Maaike, Thijs',
    'de Vries, van den Berg, Jansen, Bakker, van Dijk, Visser, Smit, ’t Hart, Hendriks, Kuipers',
  ),
  polish: list(
    'Agnieszka, Paweł, Małgorzata, Łukasz, Zuzanna, Wojciech, Marek, Jolanta, Kacper, Ewa',
    'Wójcik, Kowalczyk, Mazur, Krawczyk, Dudek, Pawlak, Wieczorek, Sikora, Kaczmarek, Zając, Szymczak',
  ),
  ukrainian: list(
    'Oksana, Dmytro, Bohdan, Iryna, Yuliia, Andrii, Taras, Svitlana',
    'Shevchenko, Kovalenko, Bondarenko, Tkachuk, Lysenko, Hrytsenko, Savchuk, Rudenko',
  ),
  turkish: list(
    'Elif, Emre, Zeynep, Burak, Ayşe, Mert, Gül, Çağla, Ozan, Deniz',
    'Yılmaz, Kaya, Şahin, Öztürk, Aydın, Çelik, Doğan, Kılıç, Aksoy, Güneş',
  ),
  arabic: list(
    'Omar, Layla, Youssef, Nour, Khalid, Salma, Tariq, Rania, Hassan, Amina, Ziad, Dalia',
    'El-Sayed, Ben Youssef, Mansour, Khoury, al-Masri, Nasser, Darwish, Boutros, Saleh, Bennani, Tazi, Rahal',
  ),
  hebrew: list(
    'Yael, Eitan, Shira, Itai, Tamar, Gilad',
    'Ben-David, Shapira, Peretz, Mizrahi, Dayan, Azoulay',
  ),
  persian: list(
    'Shirin, Kaveh, Darius, Parisa, Arash, Laleh',
    'Hosseini, Tehrani, Ahmadi, Karimi, Farahani, Moradi',
  ),
  indian: list(
    'Ananya, Rohan, Kavya, Arjun, Divya, Vikram, Sneha, Karthik, Siddharth, Pooja, Aditya, Lakshmi, Nikhil, Ishita, Harpreet, Sanjay, Deepa, Farhan, Tejaswini, Varun, Nandini',
    'Iyer, Sharma, Reddy, Nair, Gupta, Patel, Banerjee, Krishnamurthy, Kulkarni, Menon, Deshpande, Chatterjee, Bhat, Singh, Rao, Venkatesan, Mukherjee, Pillai, Shetty, Agarwal, D’Souza, Kapoor, Hegde, Mehta, Subramaniam, Chaudhuri, Fernandes',
  ),
  pakistani: list(
    'Ayesha, Bilal, Sana, Hamza, Nusrat, Imran',
    'Qureshi, Chowdhury, Siddiqui, Rahman, Hussain, Akhtar',
  ),
  chinese: list(
    'Wei, Xiaoming, Jing, Haoran, Yifan, Lihua, Zihan, Qian, Minghao, Yuting',
    'Wang, Zhang, Liu, Huang, Zhao, Zhou, Xu, Sun, Guo, Deng, Ng, Lim',
  ),
  japanese: list(
    'Haruto, Sakura, Kenji, Aiko, Ren, Naoko, Takumi, Hina, Shōta, Emi',
    'Satō, Suzuki, Watanabe, Itō, Kobayashi, Yamamoto, Nakamura, Kimura, Ōno, Fujimoto',
  ),
  korean: list(
    'Ji-woo, Min-jun, Seo-yeon, Hyun-woo, Soo-jin, Tae-yang, Eun-ji, Dong-hyun',
    'Kim, Park, Choi, Jung, Kang, Yoon, Han, Shin, Bae',
  ),
  vietnamese: list(
    'Linh, Minh, Thảo, Đức, Huy, Trang, Quang, Ngọc',
    'Nguyễn, Trần, Phạm, Đặng, Vũ, Hoàng, Bùi, Đỗ',
  ),
  malay: list(
    'Maricel, Jomar, Dewi, Putri, Budi, Rizky, Althea, Joselito, Ayu, Bayu',
    'Santos, Reyes, dela Cruz, Bautista, Wijaya, Hartono, Siregar, Kusuma, Pratama, Mendoza',
  ),
  westAfrican: list(
    'Chidi, Ngozi, Kwame, Abena, Tunde, Folake, Ifeoma, Emeka, Yetunde, Kofi, Adaeze, Ọlámidé, Sekou, Aïssatou',
    'Adeyemi, Okoro, Mensah, Balogun, Nwosu, Asante, Eze, Owusu, Ogunleye, Diallo, N’Diaye, Boateng, Traoré',
  ),
  eastAfrican: list(
    'Wanjiru, Kamau, Achieng, Otieno, Njeri, Tesfaye, Hiwot, Baraka',
    'Kariuki, Odhiambo, Wambui, Njoroge, Kiprop, Abebe, Bekele',
  ),
  southAfrican: list(
    'Thandiwe, Sipho, Naledi, Lerato, Pieter, Anika',
    'Nkosi, Dlamini, van der Merwe, Mokoena, Botha, Ndlovu',
  ),
} satisfies Record<string, NameList>;

export type Culture = keyof typeof NAMES;

/** Names that lists of first and last names can't make: other scripts, and last names that follow the first. */
export const WHOLE_NAMES: readonly [name: string, inLatin: string, city: string][] = [
  ['李娜', 'Na Li', 'Shanghai, China'],
  ['郑凯', 'Kai Zheng', 'Toronto, Canada'],
  ['林怡君', 'Yijun Lin', 'Taipei, Taiwan'],
  ['Ольга Смирнова', 'Olga Smirnova', 'Berlin, Germany'],
  ['Сергій Мельник', 'Serhii Melnyk', 'Warsaw, Poland'],
  ['محمد الحسيني', 'Muhammad Alhusayni', 'Dubai, United Arab Emirates'],
  ['ليلى حداد', 'Leila Haddad', 'London, United Kingdom'],
  ['佐藤 健', 'Takeru Sato', 'Tokyo, Japan'],
  ['김민준', 'Minjun Kim', 'Seoul, South Korea'],
  ['Νίκος Παπαδάκης', 'Nikos Papadakis', 'Athens, Greece'],
  ['דנה לוי', 'Dana Levi', 'Tel Aviv, Israel'],
  ['मीरा जोशी', 'Meera Joshi', 'Bangalore, India'],
  ['Գայանե Սարգսյան', 'Gayane Sargsyan', 'Remote, Armenia'],
  ['Jiří Novotný', 'Jiri Novotny', 'Prague, Czechia'],
  ['Tereza Dvořáková', 'Tereza Dvorakova', 'Berlin, Germany'],
  ['Ștefan Popescu', 'Stefan Popescu', 'Remote, Romania'],
  ['Ioana Dumitrescu', 'Ioana Dumitrescu', 'London, United Kingdom'],
  ['Zoltán Szabó', 'Zoltan Szabo', 'Vienna, Austria'],
  ['Ieva Kalniņa', 'Ieva Kalnina', 'Stockholm, Sweden'],
  ['Kristjan Tamm', 'Kristjan Tamm', 'Remote, Estonia'],
  ['Eleni Papadopoulou', 'Eleni Papadopoulou', 'Athens, Greece'],
  ['Nino Beridze', 'Nino Beridze', 'Amsterdam, Netherlands'],
  ['Leilani Kahananui', 'Leilani Kahananui', 'San Francisco, United States'],
  ['Wiremu Ngata', 'Wiremu Ngata', 'Sydney, Australia'],
  ['Marija Jovanović', 'Marija Jovanovic', 'Zurich, Switzerland'],
];

/** Each pair is one person who got into the records twice. */
export const TWICE_ENTERED: readonly [name: string, again: string, city: string, company: string][] = [
  ['Jon Baker', 'John Baker', 'Austin, United States', 'Meridian Freight'],
  ['Katarzyna Wiśniewska', 'Katarzyna Wisniewska', 'Warsaw, Poland', 'Cobalt Data'],
  ['Stephen Clarke', 'Steven Clark', 'London, United Kingdom', 'Copperleaf Bank'],
  ['Mohammed Farouk', 'Mohamed Farouk', 'Dubai, United Arab Emirates', 'Okapi Pay'],
  ['Sarah McAllister', 'Sara MacAllister', 'New York, United States', 'Lantern Retail'],
  ['Elisabeth Dubois', 'Elizabeth Dubois', 'Toronto, Canada', 'Maple & Finch'],
];

function list(first: string, last: string): NameList {
  return { first: first.split(', '), last: last.split(', ') };
}
