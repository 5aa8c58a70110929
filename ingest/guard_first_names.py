"""First names common in Denmark, for telling a person's name from an institution's.

Statistics Denmark publishes the frequencies of names; names that are also everyday words (Jul, Storm) are left out.
"""

from __future__ import annotations

FIRST_NAMES = frozenset(
    """
    Aage Aase Abdul Abdullah Adam Adnan Agnes Agnete Ahmad Ahmed Aisha Aksel Albert Alberte Aleksander Alex
    Alexander Alexandra Alf Alfred Ali Alice Alma Amalie Amanda Amina Amir Anders Andrea Andreas André Ane Anette
    Anita Anja Anker Ann Anna Anne Anne-Marie Anne-Mette Annelise Annemarie Annemette Annette Anni Annie Anton Arne
    Arthur Asbjørn Asger Asta Astrid August Axel Ayse Ayşe Bart Beate Benedicte Benedikte Benjamin Benny Bent Bente
    Berit Bert Bertil Bertram Bettina Birger Birgit Birgitta Birgitte Birte Birthe Bitten Bjarke Bjarne Bjørn Bo
    Bodil Boris Brian Brit Britt Britta Bruno Børge Camilla Carina Carl Carla Carlo Carsten Caspar Casper Cathrine
    Cecilia Cecilie Charlotte Chris Christa Christel Christen Christian Christiane Christina Christine Christoffer
    Claes Clara Claudia Claus Connie Conny Cornelia Dagmar Dagny Dan Daniel Daniella David Dennis Diana Ditlev Ditte
    Dorrit Dorte Dorthe Dorthea Ebba Ebbe Eddie Edel Edith Edvard Egon Eigil Einar Ejnar Ejner Ejvind Elena Eli
    Elias Elin Elisa Elisabeth Elise Ella Ellen Elly Elna Elsa Else Elsebeth Emil Emilie Emily Emma Emmy Erik Erika
    Erling Erna Ernst Esben Esther Eva Evald Fatima Fatma Felix Fie Filip Filippa Finn Flemming Frank Frans Frede
    Frederik Frederikke Freja Frida Frits Fritz Frode Gabriel Georg Gerda Gert Gitte Gorm Grete Grethe Gry Gudrun
    Gunhild Gunnar Gunner Gurli Gustav Gyda Hanna Hannah Hanne Hannibal Hans Harald Harry Hasan Hassan Hedda Hedvig
    Heidi Heine Helen Helena Helene Helga Helge Helle Hellen Henning Henny Henriette Henrik Herdis Herman Hermann
    Hilda Hjalmar Holger Hugo Hussein Ib Ibrahim Ida Ilse Imran Ina Inga Inge Inge-Lise Ingelise Inger Ingrid Ingvar
    Irene Iris Irma Isabel Isabella Isak Ismail Ivan Iver Jack Jacob Jakob Jamal James Jan Jane Janet Janne Janni
    Jannie Jannik Janus Jasmin Jasper Jean Jeanett Jeanette Jeanne Jeannette Jens Jeppe Jes Jesper Jessica Jette Jim
    Jimmy Joachim Joakim Joan Johan Johanna Johanne Johannes John Johnny Jon Jonas Jonathan Jonna Josef Josefine
    Josephine Judith Julia Julie Julius Jytte Jørgen Jørn Jürgen Kai Kaj Kaja Kamilla Karen Karin Karina Karl Karla
    Karoline Karsten Kasper Kate Katharina Kathrine Katja Katrine Kaya Kelly Ken Kenneth Kenni Kevin Khadija Khalid
    Kim Kira Kirsten Kirstine Kjartan Kjeld Kjell Klara Klaus Knud Kresten Krista Kristen Kristian Kristiane
    Kristina Kristine Kristoffer Kurt Kåre Laila Lars Lasse Laura Laurits Lauritz Laust Lea Leif Leila Leise Lena
    Lene Leo Leon Leonora Leyla Lilian Lilli Lillian Lilly Lily Lina Linda Line Linea Lis Lisa Lisbet Lisbeth Lise
    Lise-Lotte Liselotte Lissi Liv Liva Lizette Lone Lotta Lotte Louis Louise Lucas Lucia Ludvig Luise Luka Lukas
    Luna Lykke Lærke Mads Magdalena Magnus Mai Maj-Britt Maja Majbrit Majbritt Malene Malik Malte Malthe Manfred
    Marc Marcus Maren Margaret Margit Margrete Margrethe Maria Mariam Mariana Mariane Marianne Marie Mariella Marina
    Mario Marius Mark Markus Marlene Martha Marthe Martin Martine Mary Maryam Mathias Mathilde Matilde Mats Mattias
    Max Maya Mehmet Merete Merethe Mette Mia Michael Michala Michelle Mie Mikael Mikala Mikkel Milla Mille Milo Mina
    Minna Miriam Mogens Mohamad Mohamed Mohammad Mohammed Mona Monica Monika Morten Muhammad Murat Mustafa Mustapha
    Mårten Nadia Naja Nana Nanna Natalia Natalie Natasha Nelly Nete Nick Nicklas Nicola Nicolai Nicoline Niels
    Nikita Nikolaj Nikoline Nils Nina Noah Nora Norma Oda Olav Ole Olga Oliver Olivia Oluf Omar Oscar Oskar Osman
    Otto Ove Palle Pascal Patricia Patrick Paul Paula Pauline Peder Per Pernille Peter Petra Pia Poul Preben Pætur
    Ragna Ragnhild Ralf Randi Rasmus Rebecca Rebekka Regina Regitze Renate Rene René Rie Rigmor Rikke Rita Robert
    Robin Rodney Roger Roland Rolf Ronja Ronni Ronnie Ronny Rosa Rose Roy Ruben Rudi Rune Ruth Saida Sally Salma Sam
    Samira Samuel Sandra Sanne Sara Sarah Sebastian Selma Sergej Severin Sif Signe Sigrid Sigurd Silje Silke Sille
    Simon Simone Sine Siri Sissel Siv Sofia Sofie Solveig Solvej Sonja Sophia Sophie Steen Stefan Steffen Stella
    Stephan Stephanie Stig Stine Sune Susan Susanne Suzanne Sven Svend Svenning Sylvester Sylvia Søren Søs Tage
    Tania Tanja Tea Tenna Teresa Thea Theis Theo Theodor Theresa Therese Thomas Thor Thora Thorbjørn Thorkild
    Thorsten Thorvald Thyra Tilde Tim Timo Tina Tine Tobias Tom Tommy Tonny Tony Torben Torkil Torsten Tove Trine
    Troels Trygve Tue Tyge Uffe Ulf Ulla Ulrich Ulrik Ulrika Ulrikke Ursula Vagn Valborg Valdemar Vera Verner Vibe
    Vibeke Vicki Victor Victoria Vigga Viggo Viktor Viktoria Vilfred Vilhelm Villy Viola Vita Vivi Vivian Walter
    Werner Wilhelm William Willy Winnie Xenia Yasmin Yusuf Yvonne Zahra Zainab Zenia Åge Åsa Åse Ørn
    """.split()
)
